"""What is measured: kinds, bands, the catalogue, and their compiler."""
