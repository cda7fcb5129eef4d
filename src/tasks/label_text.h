// A label file's text as the reader of its format expects it. Reads files, any thread.
#pragma once

#include <filesystem>
#include <istream>
#include <memory>

namespace facepoint {

// Its bytes or, with `mend`, the plain text of a .csv that was written otherwise (see
// formats/csv_dialect.h). A file that cannot be opened gives a stream that has failed.
std::unique_ptr<std::istream> open_label_text(const std::filesystem::path& file, bool mend);

}  // namespace facepoint
