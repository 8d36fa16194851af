"""What is seen: values in, signals out."""
