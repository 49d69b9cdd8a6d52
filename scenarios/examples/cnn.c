// fall
// Created using the network generator
// Configuring 4 layers
// Input data: HWC
// Layer 0: 6x64, no pooling, conv1d with kernel size 3, stride 1, pad 1, ReLU, 16x64 output
// Layer 1: 16x64, max pool 4 with stride 4, conv1d with kernel size 3, stride 1, pad 1, ReLU, 32x16 output
// Layer 2: 32x16, max pool 4 with stride 4, conv1d with kernel size 3, stride 1, pad 1, ReLU, 32x4 output
// Layer 3: 32x4x1 flattened to 128x1x1, no pooling, linear, no activation, 2x1x1 output
/*
  SUMMARY OF OPS
  Hardware: 111,104 ops (55,552 macc; 0 comp; 0 add; 0 mul; 0 bitwise)

  RESOURCE USAGE
  Weight memory: 5,152 bytes out of 442,368 bytes total (1.2%)
*/
