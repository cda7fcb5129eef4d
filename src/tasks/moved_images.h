// Where images are that are no longer where a source's rows lead to: by the tail of their paths or
// by their bytes. Reads files, knows no project; any thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/job.h"
#include "tasks/import_scan.h"

namespace facepoint {

struct MovedImages {
  std::map<std::string, std::string>
      found;                   // from where rows lead to where the image is, certainly
  std::int64_t by_digest = 0;  // of these, told by their bytes
  // Where several images have the name, or one has it that may well be another picture: some.
  std::map<std::string, std::vector<std::string>> unclear;
  std::int64_t missing = 0;  // images that are not where rows lead to
};

struct PictureBytes {
  std::string digest;
  std::int64_t bytes = 0;  // how many
};

// Looks below the source's root, among images that no row leads to. By its name an image is certain
// that alone shares the longest tail, in upper or lower case, where two parts of the path agree; or
// where it is in its place under another extension; or where the row names no folder, half of the
// source's images have moved, and its folder is not called like another part of the published
// split. `known`: images whose bytes are known, by path; may be empty. Throws Cancelled.
MovedImages find_moved_images(const ScannedSource& scanned,
                              const std::map<std::string, PictureBytes>& known, JobContext& job);

}  // namespace facepoint
