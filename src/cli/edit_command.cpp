// facepoint edit PROJECT: replaces this program by the editor that lies beside it.
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "base/error.h"
#include "base/files.h"
#include "cli/commands.h"

namespace facepoint::cli {

void add_edit_command(CLI::App& app, Program&) {
  CLI::App* command = app.add_subcommand("edit", "Opens the project in the editor");
  auto arguments = std::make_shared<std::vector<std::string>>();
  command->add_option("project", *arguments, "The project file, and options of facepoint-edit")
      ->required();
  command->allow_extras();
  command->callback([command, arguments] {
    const std::string editor = (executable_path().parent_path() / "facepoint-edit").string();
    std::vector<std::string> words = {editor};
    words.insert(words.end(), arguments->begin(), arguments->end());
    for (const std::string& extra : command->remaining()) words.push_back(extra);
    std::vector<char*> argv;
    argv.reserve(words.size() + 1);
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    execv(editor.c_str(), argv.data());
    throw Error(ErrorCode::kNotFound,
                std::string("the editor cannot be started: ") + std::strerror(errno), editor);
  });
}

}  // namespace facepoint::cli
