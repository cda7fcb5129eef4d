// What is remarkable about an import: kept in bounded number, and found in the pictures and rows of
// a source, once its pictures are in the project. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "landmark/face_matching.h"
#include "store/project.h"
#include "tasks/import.h"
#include "tasks/import_scan.h"

namespace facepoint {

// Looks at rows one by one: points outside, coincident points, repeated rows, contradicting ones
// and missing pictures. Of a row it keeps 64 bytes.
class RowExamination {
 public:
  RowExamination(const SourceImages& images, ImportReport& report)
      : images_(images), report_(report) {}
  // `file`: that the row is of. Counts it, too.
  void take(const std::string& file, const ParsedRow& row);
  void finish();  // after the last row

 private:
  struct Seen {
    std::uint64_t digest = 0;  // of the points; 0: nothing here
    std::uint32_t file = 0;
    std::uint32_t line = 0;
  };
  // Where a row's face lies.
  struct Placed {
    ImageId image;
    FaceTrace face;
    std::uint32_t file = 0;
    std::uint32_t line = 0;
  };
  std::string place_of_row(std::uint32_t file, std::uint32_t line) const;
  void compare(const Placed* first, const Placed* last);
  const Seen* first_with(std::uint64_t digest, const Seen& otherwise);
  void grow();

  const SourceImages& images_;
  ImportReport& report_;
  std::vector<std::string> files_;
  std::vector<Seen> seen_;  // by digest, with open addressing
  std::size_t used_ = 0;
  std::vector<Placed> placed_;
};

// Byte-identical pictures, repeated names, wrong extensions, unreadable ones.
void examine_images(Project& project, DatasetId dataset, const SourceImages& images,
                    ImportReport& report);

}  // namespace facepoint
