"""What people put right in a document that was read (`corrections`): its elements, units and targets."""
