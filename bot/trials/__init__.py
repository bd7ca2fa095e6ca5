"""Changes tried on a copy of the paper before they count, with the golden questions as judges."""
