"""The stages in which NUWA-XL learns: autoencoder, images, clips, few steps; and what a user adds."""
