#include "tasks/label_text.h"

#include <fstream>
#include <sstream>

#include "base/files.h"
#include "formats/csv_dialect.h"

namespace facepoint {

std::unique_ptr<std::istream> open_label_text(const std::filesystem::path& file, bool mend) {
  std::error_code error;
  if (mend && file.extension() == ".csv" && std::filesystem::is_regular_file(file, error)) {
    const std::string text = read_file(file);
    const CsvDialect dialect = dialect_of(text);
    if (dialect.needs_mending()) {
      return std::make_unique<std::istringstream>(plain_csv(text, dialect));
    }
  }
  return std::make_unique<std::ifstream>(file, std::ios::binary);
}

}  // namespace facepoint
