"""What the screens may ask of the API, one file for each capability."""
