package main

// blindPlanted are faults chosen by somebody who had not read the judge.
var blindPlanted []lifePlant
