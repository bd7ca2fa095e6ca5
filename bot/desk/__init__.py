"""What the people at the editors' desk see: its texts and screens. Pure functions over records."""
