// SPDX-License-Identifier: Apache-2.0
//
// Runs a fuzz target without libFuzzer: replay ITERATIONS SEED... runs every seed (a file or the
// files below a folder), then so many mutations of them, the same ones each time.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

namespace fs = std::filesystem;

std::string ReadSeed(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<std::string> ReadSeeds(const std::vector<std::string>& arguments) {
  std::vector<fs::path> paths;
  for (const std::string& argument : arguments) {
    if (!fs::is_directory(argument)) {
      paths.emplace_back(argument);
      continue;
    }
    for (const auto& entry : fs::recursive_directory_iterator(argument)) {
      if (entry.is_regular_file()) paths.push_back(entry.path());
    }
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> seeds;
  seeds.reserve(paths.size());
  for (const fs::path& path : paths) seeds.push_back(ReadSeed(path));
  return seeds;
}

class Mutator {
 public:
  explicit Mutator(const std::vector<std::string>& seeds) : seeds_(seeds) {}

  std::string Next() {
    std::string text = Any();
    for (size_t steps = 1 + Below(4); steps > 0; --steps) Change(text);
    return text;
  }

 private:
  size_t Below(size_t bound) { return bound == 0 ? 0 : random_() % bound; }
  const std::string& Any() { return seeds_[Below(seeds_.size())]; }

  void Change(std::string& text) {
    const size_t at = Below(text.size() + 1);
    const size_t length = Below(std::min<size_t>(text.size() - at, 64) + 1);
    switch (Below(5)) {
      case 0:  // another bit
        if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << Below(8)));
        break;
      case 1:  // cut out
        text.erase(at, length);
        break;
      case 2:  // repeat
        for (size_t i = Below(20); i > 0; --i) text.insert(at, text.substr(at, length));
        break;
      case 3:  // a byte that means something somewhere
        text.insert(at, 1, "\0\x01\n\t{}<>[]\"'/*;:=.,-\x7F\x80\xFF"[Below(24)]);
        break;
      default: {  // a piece of another seed
        const std::string& other = Any();
        const size_t from = Below(other.size() + 1);
        text.insert(at, other.substr(from, Below(200)));
        break;
      }
    }
  }

  const std::vector<std::string>& seeds_;
  std::mt19937 random_{1};  // NOLINT(bugprone-random-generator-seed): reproducible on purpose
};

void RunOne(const std::string& text) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(text.data()), text.size());
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() < 2) {
    std::fprintf(stderr, "usage: %s ITERATIONS SEED...\n", argv[0]);
    return 2;
  }
  const std::vector<std::string> seeds = ReadSeeds({arguments.begin() + 1, arguments.end()});
  if (seeds.empty()) {
    std::fprintf(stderr, "There are no seeds.\n");
    return 1;
  }
  for (const std::string& seed : seeds) RunOne(seed);
  Mutator mutator(seeds);
  const long iterations = std::strtol(arguments[0].c_str(), nullptr, 10);
  for (long i = 0; i < iterations; ++i) {
    const std::string text = mutator.Next();
    const auto start = std::chrono::steady_clock::now();
    RunOne(text);
    if (std::chrono::steady_clock::now() - start > std::chrono::seconds(10)) {
      std::fprintf(stderr, "Mutation %ld of %zu bytes took too long.\n", i, text.size());
      return 1;
    }
  }
  std::printf("%zu seeds and %ld mutations\n", seeds.size(), iterations);
  return 0;
}
