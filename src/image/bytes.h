// Numbers in the heads of files. Pure, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace facepoint {

enum class ByteOrder : std::uint8_t { kLittle, kBig };

// Up to eight bytes as an unsigned number; the caller has checked that they are there.
inline std::uint64_t number_at(std::string_view bytes, std::size_t at, int size, ByteOrder order) {
  std::uint64_t value = 0;
  for (int i = 0; i < size; ++i) {
    const int shift = 8 * (order == ByteOrder::kBig ? size - 1 - i : i);
    value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[at + i])) << shift;
  }
  return value;
}

}  // namespace facepoint
