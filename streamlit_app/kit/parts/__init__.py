"""Small components of our own; whatever a person wrote reaches them as data and the page as text, never as HTML."""
