// PBM, PGM and PPM, as text and binary, of which OpenCV reads only what is as bright as 255 or
// 65535. For the sources of this folder. Pure, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "image/picture.h"

namespace facepoint {

struct PnmHead {
  int kind = 0;  // 1 to 6, as in "P6"
  std::int64_t width = 0;
  std::int64_t height = 0;
  std::int64_t white = 1;  // the greatest value, up to 65535
  std::size_t pixels = 0;  // where they begin
};

// nullopt: it is broken or ends too early.
std::optional<PnmHead> read_pnm_head(std::string_view bytes);

// 8-bit RGB. Throws Error(kDamaged).
Picture decode_pnm(std::string_view bytes, const std::string& context);

}  // namespace facepoint
