#pragma once

#include "translation.hpp"

namespace synergy::importer::tflite {

/// Translates the operator at hand, whatever it is. Throws InputError with its place where networks cannot
/// have it.
void translate_operator(Translation& at);

// One for each kind of operator, by what it works on. They read inputs and parameters as the format declares
// them (tensorflow/lite/schema/schema.fbs); the numbers of parameters stand beside each. Kinds that differ in
// one thing share a translator, which asks for Translation::op().

// convolutions.cpp
void convolution(Translation& at);  ///< depthwise ones too
void transposed_convolution(Translation& at);
void fully_connected(Translation& at);

// pooling.cpp
void pooling(Translation& at);
void mean(Translation& at);  ///< and the maximum of rows and columns

// elementwise.cpp
void binary(Translation& at);      ///< add, sub, mul, div, and add of many
void activation(Translation& at);  ///< one with a name of its own
void concatenation(Translation& at);
void softmax(Translation& at);

// views.cpp
void reshape(Translation& at);  ///< squeeze and expand_dims too
void transpose(Translation& at);
void pad(Translation& at);
void if_it_does_nothing(Translation& at);  ///< what can be had only where it leaves a tensor as it is
void number_format(Translation& at);
void shape(Translation& at);
void host_work(Translation& at);

}  // namespace synergy::importer::tflite
