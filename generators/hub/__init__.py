"""Any model of diffusers: families of models, each one file, draw keyframes in their boxes and clips between them."""
