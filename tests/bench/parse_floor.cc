// SPDX-License-Identifier: Apache-2.0
//
// The floor of every tool that reads schemas: libprotobuf's own parser over all .proto files below
// the given folders or in the given files, on one thread, without linking. Prints the number of
// files and the milliseconds of parsing alone.
#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
namespace pb = google::protobuf;

class Quiet : public pb::io::ErrorCollector {
 public:
  void AddError(int /*line*/, pb::io::ColumnNumber /*column*/,
                const std::string& /*message*/) override {}
};

std::string Read(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> texts;
  for (int i = 1; i < argc; ++i) {
    if (!fs::is_directory(argv[i])) {
      texts.push_back(Read(argv[i]));
      continue;
    }
    for (const auto& entry : fs::recursive_directory_iterator(argv[i])) {
      if (entry.path().extension() == ".proto") texts.push_back(Read(entry.path()));
    }
  }
  const auto start = std::chrono::steady_clock::now();
  for (const std::string& text : texts) {
    pb::io::ArrayInputStream stream(text.data(), static_cast<int>(text.size()));
    Quiet errors;
    pb::io::Tokenizer tokenizer(&stream, &errors);
    pb::compiler::Parser parser;
    parser.RecordErrorsTo(&errors);
    pb::FileDescriptorProto file;
    parser.Parse(&tokenizer, &file);
  }
  const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - start;
  std::printf("%zu %.1f\n", texts.size(), spent.count());
}
