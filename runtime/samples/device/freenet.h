/* The C interface of a FreeNet built as a native library (see Device.csproj).
   Every function is thread-safe, allocates nothing and never throws. */
#ifndef FREENET_H
#define FREENET_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define FREENET_OK 0
#define FREENET_NULL_POINTER (-1)
#define FREENET_WRONG_COUNT (-2)

/* Sizes: inputs of one sample, neurons (k), outputs (one logit each). */
int32_t freenet_inputs(void);
int32_t freenet_neurons(void);
int32_t freenet_outputs(void);

/* Logits of one sample. input: freenet_inputs() raw values; logits: room for freenet_outputs(). Returns FREENET_OK or an error. */
int32_t freenet_predict(const float *input, float *logits);
int32_t freenet_predict_u8(const uint8_t *input, float *logits);

/* Logits of many samples, one row a sample. samples × the larger of inputs and outputs must stay below 2^31. */
int32_t freenet_predict_batch_u8(const uint8_t *inputs, int32_t samples, float *logits);

/* The output with the largest logit, 0 and up, or an error. */
int32_t freenet_classify(const float *input);
int32_t freenet_classify_u8(const uint8_t *input);

/* 1 when the model reproduces its check vectors on this machine, otherwise 0. */
int32_t freenet_self_test(void);

#ifdef __cplusplus
}
#endif

#endif
