"""How well questions and alignments are answered (`assess`), in the measures of the field (`evaluate`)."""
