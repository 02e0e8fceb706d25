// Makes pages livelier where there is JavaScript; every page works without it.
