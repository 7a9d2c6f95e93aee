// Classifies frames of raw 8-bit pixels with the library of ../model, half of them on another thread, and prints one line a frame: the
// output, then all logits.
//
//   c++ -std=c++17 classify.cpp -Iout -Lout -lmodel -pthread -Wl,-rpath,out -o classify
//   ./classify < frames.raw
#include <algorithm>
#include <cstdio>
#include <iterator>
#include <iostream>
#include <stdexcept>
#include <thread>
#include <vector>

#include "model.h"

namespace {

void check(int status) {
  if (status != FREENET_OK) {
    throw std::runtime_error(model_last_error());
  }
}

std::vector<float> predict(const std::vector<char> &pixels) {
  const size_t frames = pixels.size() / MODEL_INPUTS, half = frames / 2;
  std::vector<float> logits(frames * MODEL_OUTPUTS);
  auto run = [&](size_t first, size_t end) {
    auto input = reinterpret_cast<const uint8_t *>(pixels.data()) + first * MODEL_INPUTS;
    return model_predict_batch_u8(
        input, (end - first) * MODEL_INPUTS, logits.data() + first * MODEL_OUTPUTS, (end - first) * MODEL_OUTPUTS);
  };

  // Any thread may call the library: half of the frames here, half there.
  int other = FREENET_OK;
  std::thread thread([&] { other = run(0, half); });
  const int own = run(half, frames);
  thread.join();
  check(own);
  check(other);
  return logits;
}

}  // namespace

int main() try {
  check(model_self_test());
  const std::vector<char> pixels{std::istreambuf_iterator<char>(std::cin), {}};
  const auto logits = predict(pixels);
  for (auto row = logits.begin(); row != logits.end(); row += MODEL_OUTPUTS) {
    std::printf("%d", static_cast<int>(std::max_element(row, row + MODEL_OUTPUTS) - row));
    std::for_each(row, row + MODEL_OUTPUTS, [](float logit) { std::printf(" %.9g", logit); });
    std::printf("\n");
  }
} catch (const std::exception &error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
