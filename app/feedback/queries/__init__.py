"""What can be asked about checks, questionnaires and their answers."""
