/* Classifies frames of raw 8-bit pixels with a FreeNet library and prints one line a frame: the output, then all logits.

     cc classify.c -I../device -L. -lfreenet -Wl,-rpath,. -o classify
     ./classify < frames.raw                                                                                        */
#include <stdio.h>
#include <stdlib.h>

#include "freenet.h"

int main(void) {
  if (!freenet_self_test()) {
    fprintf(stderr, "The model does not reproduce its check vectors on this machine.\n");
    return 1;
  }

  size_t inputs = (size_t)freenet_inputs();
  int32_t outputs = freenet_outputs();
  uint8_t *frame = malloc(inputs);
  float *logits = malloc((size_t)outputs * sizeof *logits);
  if (frame == NULL || logits == NULL) {
    fprintf(stderr, "Out of memory.\n");
    return 1;
  }

  while (fread(frame, 1, inputs, stdin) == inputs) {
    if (freenet_predict_u8(frame, logits) != FREENET_OK) {
      fprintf(stderr, "Prediction failed.\n");
      return 1;
    }

    printf("%d", freenet_classify_u8(frame));
    for (int32_t i = 0; i < outputs; i++) {
      printf(" %.9g", logits[i]);
    }

    printf("\n");
  }

  free(frame);
  free(logits);
  return 0;
}
