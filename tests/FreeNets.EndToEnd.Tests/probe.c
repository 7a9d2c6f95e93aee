/* What a program notices of model libraries, as lines of name=value: probe LIBRARY... < one sample of raw bytes

   The libraries are those of runtime/samples/model; each is loaded, and all stay loaded. -DPREFIX='"other"' asks for another model
   in them. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifndef PREFIX
#define PREFIX "model"
#endif

enum { STACK = 4 << 20, GAP = 512, MAX_INPUTS = 1 << 16, MAX_OUTPUTS = 1 << 12, PAINT = 0xA5 };

static uint8_t input[MAX_INPUTS];
static size_t inputs;

static double milliseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static long status(const char *name) {
  char line[256];
  long value = -1;
  FILE *file = fopen("/proc/self/status", "r");
  while (file != NULL && fgets(line, sizeof line, file) != NULL) {
    if (strncmp(line, name, strlen(name)) == 0) {
      value = atol(line + strlen(name));
    }
  }

  fclose(file);
  return value;
}

static int handlers(void) {
  int count = 0;
  for (int signal = 1; signal < NSIG; signal++) {
    struct sigaction action;
    count += sigaction(signal, NULL, &action) == 0 && action.sa_handler != SIG_DFL && action.sa_handler != SIG_IGN;
  }

  return count;
}

/* The deepest calls of a library. */
static int deepest(void *library) {
  static float logits[33 * MAX_OUTPUTS];
  static uint8_t batch[33 * MAX_INPUTS];
  static float floats[33 * MAX_INPUTS];
  int32_t (*self_test)(void) = (int32_t (*)(void))dlsym(library, PREFIX "_self_test");
  int32_t (*outputs)(void) = (int32_t (*)(void))dlsym(library, PREFIX "_outputs");
  int32_t (*predict_batch)(const uint8_t *, size_t, float *, size_t) =
      (int32_t (*)(const uint8_t *, size_t, float *, size_t))dlsym(library, PREFIX "_predict_batch_u8");
  int32_t (*predict_floats)(const float *, size_t, float *, size_t) =
      (int32_t (*)(const float *, size_t, float *, size_t))dlsym(library, PREFIX "_predict_batch");
  return self_test() == 0 && predict_batch(batch, 33 * inputs, logits, 33 * (size_t)outputs()) == 0
      && predict_floats(floats, 33 * inputs, logits, 33 * (size_t)outputs()) == 0;
}

/* How deep they go, found by paint, on a thread whose stack is ours. */
static uint8_t stack[STACK] __attribute__((aligned(4096)));
static long depth;

static void *measure(void *library) {
  volatile uint8_t *here = __builtin_frame_address(0), *end = here - GAP, *paint;
  int dlsym_is_resolved = deepest(library);
  for (paint = stack; paint < end; paint++) {
    *paint = PAINT;
  }

  int passed = deepest(library);
  for (paint = stack; paint < end && *paint == PAINT; paint++) {
  }

  depth = here - paint;
  return passed && dlsym_is_resolved ? library : NULL;
}

int main(int count, char **paths) {
  inputs = fread(input, 1, sizeof input, stdin);
  long size = status("VmSize:");
  void *last = NULL;
  double worst = 0;
  for (int i = 1; i < count; i++) {
    double begun = milliseconds();
    last = dlopen(paths[i], RTLD_NOW | RTLD_LOCAL);
    if (last == NULL) {
      fprintf(stderr, "%s\n", dlerror());
      return 1;
    }

    int32_t (*classify)(const uint8_t *, size_t) = (int32_t (*)(const uint8_t *, size_t))dlsym(last, PREFIX "_classify_u8");
    int32_t output = classify(input, inputs);
    double taken = milliseconds() - begun;
    worst = taken > worst ? taken : worst;
    int32_t (*self_test)(void) = (int32_t (*)(void))dlsym(last, PREFIX "_self_test");
    printf("output=%d\nself_test=%d\n", output, self_test());
  }

  printf("first_ms=%.3f\n", worst);
  printf("handlers=%d\nthreads=%ld\naddress_space_kb=%ld\n", handlers(), status("Threads:"), status("VmSize:") - size);

  void *result;
  pthread_t thread;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstack(&attributes, stack, sizeof stack);
  pthread_create(&thread, &attributes, measure, last);
  pthread_join(thread, &result);
  int64_t (*stack_bytes)(void) = (int64_t (*)(void))dlsym(last, PREFIX "_stack_bytes");
  printf("deepest=%s\nstack=%ld\nstack_bytes=%ld\n", result == NULL ? "failed" : "passed", depth, (long)stack_bytes());
  return 0;
}
