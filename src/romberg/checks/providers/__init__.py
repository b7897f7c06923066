"""Who furnished the service, and who may."""
