"""What screens and papers ask for, as small typed rows; one module per aggregate."""
