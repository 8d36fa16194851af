"""Qt models over the tables: what a view asks for, answered from numpy columns."""
