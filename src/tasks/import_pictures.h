// Reads pictures for an import: digest, size, format and analysis of each from one decode, by
// threads of its own. `take` runs on the calling thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "store/records.h"

namespace facepoint {

struct PictureToRead {
  std::filesystem::path file;
  std::string known_digest;  // with these bytes it need not be decoded; empty: unknown
};

// The fields of `facts` that come from the file's content are filled in. If `decoded` is false the
// picture is the known one, or could not be read (facts.decode_error says why).
struct PictureRead {
  std::size_t index = 0;  // into the list of pictures to read
  Image facts;
  std::string look;  // see image/look.h; empty unless `decoded`
  bool missing = false;
  bool unchanged = false;
  bool decoded = false;
};

// One picture, on the calling thread.
PictureRead read_picture(const PictureToRead& picture, std::size_t index = 0);

// Calls `take` once for every picture, in the order they are ready. What it throws ends the
// reading; what was taken before is whole.
void read_pictures(const std::vector<PictureToRead>& pictures, int threads,
                   const std::function<void(PictureRead)>& take);

}  // namespace facepoint
