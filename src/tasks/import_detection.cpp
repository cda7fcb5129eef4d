#include "tasks/import_detection.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <string_view>

#include "formats/mapping_csv.h"
#include "formats/text_spans.h"
#include "tasks/import_chunks.h"
#include "tasks/import_files.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;

std::string extension_of(const fs::path& file) { return lower_case(file.extension().string()); }

// Of what stands between blanks and separators.
bool is_mostly_numbers(std::string_view text) {
  constexpr std::int64_t kFewest = 4;
  std::int64_t all = 0;
  std::int64_t numbers = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \t\r\n,;", at), text.size());
    if (end > at) {
      ++all;
      if (finite_number(text.substr(at, end - at))) ++numbers;
    }
    at = end + 1;
  }
  return numbers >= kFewest && 2 * numbers > all;
}

}  // namespace

const LabelFormat* format_of_file(const fs::path& file, const SaidOfLabels& said, bool is_named) {
  const std::string extension = extension_of(file);
  const std::string path = fs::path(file).replace_extension(extension).string();
  if (said.mapping != nullptr && (said.format.empty() || said.format == kMappingCsv)) {
    const bool fits = is_named || said.mapping->detect(path, {}).sure > 0;
    return fits ? said.mapping : nullptr;
  }
  const std::string head = head_of(*open_label_text(file, said.mending));
  const std::optional<DetectedFormat> found = detect_label_format(path, head);
  if (said.format.empty()) return found ? found->format : nullptr;
  const LabelFormat* format = find_label_format(said.format);
  if (is_named || format->detect(path, head).sure > 0) return format;
  const bool is_called_so = !found && extension == "." + format->traits().extension &&
                            (extension != ".txt" || is_mostly_numbers(head));
  return is_called_so ? format : nullptr;
}

std::optional<std::string> why_unknown(const fs::path& file) {
  if (file.filename() == "manifest.json") return std::nullopt;
  std::ifstream in(file, std::ios::binary);
  const std::string head = head_of(in);
  if (extension_of(file) == ".txt" && !is_mostly_numbers(head)) return std::nullopt;
  if (head.empty()) return "it is empty";
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) {
    return "it is UTF-16 text; save it as UTF-8";
  }
  return "its content is of no known format; --format or --mapping says which it is";
}

}  // namespace facepoint
