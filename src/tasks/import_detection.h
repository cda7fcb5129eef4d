// Which format a label file of an import has. Reads files, any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "formats/label_format.h"
#include "tasks/label_text.h"

namespace facepoint {

// What was said of the label files.
struct SaidOfLabels {
  std::string format;                    // empty: nothing
  const LabelFormat* mapping = nullptr;  // of a CSV's own layout; null: none
  TextMending mending = TextMending::kNone;
};

// By content, unless it was said: then also a file that is called like one of that format, where no
// other format knows its content. Extensions may be in upper case. `is_named`: the file itself was
// named, not a folder with it, and so is what was said. Null: none that is known.
const LabelFormat* format_of_file(const std::filesystem::path& file, const SaidOfLabels& said,
                                  bool is_named);

// Why a file of no known format is worth a word, since somebody may think that its labels came in.
// None: it seldom holds any.
std::optional<std::string> why_unknown(const std::filesystem::path& file);

}  // namespace facepoint
