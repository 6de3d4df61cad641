"""The behaviours a blueprint may ask for, one folder each; what lies here is found, nothing is registered."""
