"""What is learnt from: the drawn world on the fly or cached, or a folder of videos."""
