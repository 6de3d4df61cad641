"""One recipe a file: a behaviour people ask for. Whatever lies here is found."""
