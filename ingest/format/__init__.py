"""Form of an official document 公文格式 (GB/T 9704-2012): which stretch is what (`layout`), and the elements (`metadata`)."""
