// SPDX-License-Identifier: Apache-2.0
#include "llm/child_transport.h"

#include <chrono>
#include <utility>

#include "analyzer/io/process.h"

namespace protowarden::llm {
namespace {

class ChildTransport : public Transport {
 public:
  explicit ChildTransport(std::unique_ptr<io::Conversation> child) : child_(std::move(child)) {}

  Status Send(const std::string& id, const HttpCall& call) override {
    return child_->Write(RequestLine(id, call));
  }

  Result<Reply> Receive() override {
    const Result<std::string> line = child_->ReadLine();
    if (!line.ok()) return line.error();
    auto reply = ReadReplyLine(*line);
    if (!reply.has_value())
      return AnalysisError("`protowarden-llm` said something else than a reply.");
    return std::move(*reply);
  }

 private:
  std::unique_ptr<io::Conversation> child_;
};

}  // namespace

Result<std::unique_ptr<Transport>> StartChildTransport(const std::string& program,
                                                       const HelperSetup& setup) {
  io::Command command;
  command.argv = {program};
  command.name = "protowarden-llm";
  // The helper keeps its own time limits: it has to speak before this one.
  command.patience = std::chrono::seconds((setup.deadline_ms + setup.total_ms) / 1000 + 30);
  auto child = io::Conversation::Start(command);
  if (!child.ok()) return child.error();
  const Status set_up = (*child)->Write(SetupLine(setup));
  if (!set_up.ok()) return set_up.error();
  return std::unique_ptr<Transport>(std::make_unique<ChildTransport>(std::move(child).value()));
}

}  // namespace protowarden::llm
