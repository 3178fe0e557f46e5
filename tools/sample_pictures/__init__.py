"""The sample workshop's product pictures, a still life a file."""
