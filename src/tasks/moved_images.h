// Where images are that are no longer where a source's rows lead to: by the tail of their paths or
// by their bytes. Reads files, knows no project; any thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tasks/import_scan.h"

namespace facepoint {

struct MovedImages {
  std::map<std::string, std::string>
      found;                   // from where rows lead to where the image is, certainly
  std::int64_t by_digest = 0;  // of these, told by their bytes
  // Where several images have the name, or one has it that may well be another picture.
  std::map<std::string, std::vector<std::string>> unclear;
  std::int64_t missing = 0;  // images that are not where rows lead to
};

// Looks below the source's root, among images that no row leads to. One that shares the longest
// tail alone is certain where two parts of the path agree, or where half of the source's images
// have moved. `digests`: of images whose bytes are known, by path; may be empty.
MovedImages find_moved_images(const ScannedSource& scanned,
                              const std::map<std::string, std::string>& digests);

}  // namespace facepoint
