// A label file's text as the reader of its format expects it. Reads files, any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <istream>
#include <memory>

#include "formats/csv_dialect.h"

namespace facepoint {

// Told from the file's first 32 MB of whole lines. Throws Error if it cannot be read.
CsvDialect dialect_of_file(const std::filesystem::path& csv);

// What is mended of a text: nothing; line ends of old Macs; or these and, of a .csv, all that
// formats/csv_dialect.h tells.
enum class TextMending : std::uint8_t { kNone, kLineEnds, kCsv };

// Its bytes, mended; without the byte order mark of formats that know none, and with spaces for
// zero bytes. A file that cannot be opened gives a stream that has failed. `watch` is
// told, every megabyte, how many bytes have been read of the file, again and again where it
// is read more than once; what it throws comes out of whatever reads the stream.
std::unique_ptr<std::istream> open_label_text(const std::filesystem::path& file,
                                              TextMending mending,
                                              std::function<void(std::int64_t)> watch = {});

}  // namespace facepoint
