/* Classifies frames of raw 8-bit pixels with the library of ../model and prints one line a frame: the output, then all logits.

     cc classify.c -Iout -Lout -lmodel -Wl,-rpath,out -o classify      or, with the archive:  cc classify.c -Iout out/libmodel.a -lm
     ./classify < frames.raw                                                                                                      */
#include <stdio.h>

#include "model.h"

int main(void) {
  static uint8_t frame[MODEL_INPUTS];
  float logits[MODEL_OUTPUTS];

  if (model_self_test() != FREENET_OK) {
    fprintf(stderr, "%s\n", model_last_error());
    return 1;
  }

  while (fread(frame, 1, MODEL_INPUTS, stdin) == MODEL_INPUTS) {
    int32_t output = model_classify_u8(frame, MODEL_INPUTS);
    if (output < 0 || model_predict_u8(frame, MODEL_INPUTS, logits, MODEL_OUTPUTS) != FREENET_OK) {
      fprintf(stderr, "%s\n", model_last_error());
      return 1;
    }

    printf("%d", output);
    for (int i = 0; i < MODEL_OUTPUTS; i++) {
      printf(" %.9g", logits[i]);
    }

    printf("\n");
  }

  return 0;
}
