#include "image/gif.h"

#include <gif_lib.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <vector>

#include "base/error.h"

namespace facepoint {
namespace {

int read_bytes(GifFileType* gif, GifByteType* to, int count) {
  auto& rest = *static_cast<std::string_view*>(gif->UserData);
  const std::size_t taken = std::min(rest.size(), static_cast<std::size_t>(std::max(0, count)));
  std::memcpy(to, rest.data(), taken);
  rest.remove_prefix(taken);
  return static_cast<int>(taken);
}

struct Close {
  void operator()(GifFileType* gif) const { DGifCloseFile(gif, nullptr); }
};
using Gif = std::unique_ptr<GifFileType, Close>;

class Reader {
 public:
  Reader(std::string_view bytes, std::int64_t most_pixels, const std::string& context)
      : rest_(bytes), most_pixels_(most_pixels), context_(context) {}

  Picture first_picture() {
    gif_.reset(DGifOpen(&rest_, read_bytes, nullptr));
    if (!gif_) damaged();
    if (std::int64_t{gif_->SWidth} * gif_->SHeight > most_pixels_) {
      throw Error(ErrorCode::kUnsupported, "The picture has too many pixels. Scale it down.",
                  context_);
    }
    for (GifRecordType record = UNDEFINED_RECORD_TYPE; record != TERMINATE_RECORD_TYPE;) {
      if (DGifGetRecordType(gif_.get(), &record) == GIF_ERROR) damaged();
      if (record == EXTENSION_RECORD_TYPE) read_extension();
      if (record == IMAGE_DESC_RECORD_TYPE) return read_picture();
    }
    damaged();
  }

 private:
  [[noreturn]] void damaged() const {
    throw Error(ErrorCode::kDamaged, "The gif picture is damaged, or the file ends before it does.",
                context_);
  }

  // Says which colour is transparent.
  void read_extension() {
    int code = 0;
    GifByteType* data = nullptr;
    if (DGifGetExtension(gif_.get(), &code, &data) == GIF_ERROR) damaged();
    GraphicsControlBlock control{};
    if (code == GRAPHICS_EXT_FUNC_CODE && data != nullptr &&
        DGifExtensionToGCB(data[0], data + 1, &control) == GIF_OK) {
      transparent_ = control.TransparentColor;
    }
    while (data != nullptr) {
      if (DGifGetExtensionNext(gif_.get(), &data) == GIF_ERROR) damaged();
    }
  }

  Picture read_picture() {
    if (DGifGetImageDesc(gif_.get()) == GIF_ERROR) damaged();
    const GifImageDesc& part = gif_->Image;
    const ColorMapObject* colors = part.ColorMap != nullptr ? part.ColorMap : gif_->SColorMap;
    const int width = std::max<int>(gif_->SWidth, 1);
    const int height = std::max<int>(gif_->SHeight, 1);
    if (colors == nullptr || part.Width <= 0 ||
        std::int64_t{part.Width} * part.Height > most_pixels_) {
      damaged();
    }
    Picture picture;
    picture.width = width;
    picture.height = height;
    picture.channels = 3;
    picture.pixels.assign(static_cast<std::size_t>(width) * height * 3, 0);
    std::vector<GifPixelType> line(static_cast<std::size_t>(part.Width));
    for (const int row : rows(part)) {
      if (DGifGetLine(gif_.get(), line.data(), part.Width) == GIF_ERROR) damaged();
      draw(line, part.Left, part.Top + row, *colors, picture);
    }
    return picture;
  }

  // In the order of the file.
  static std::vector<int> rows(const GifImageDesc& part) {
    std::vector<int> order;
    if (!part.Interlace) {
      for (int row = 0; row < part.Height; ++row) order.push_back(row);
      return order;
    }
    constexpr std::array<std::array<int, 2>, 4> kPasses{{{0, 8}, {4, 8}, {2, 4}, {1, 2}}};
    for (const auto& [first, step] : kPasses) {
      for (int row = first; row < part.Height; row += step) order.push_back(row);
    }
    return order;
  }

  void draw(const std::vector<GifPixelType>& line, int left, int y, const ColorMapObject& colors,
            Picture& picture) const {
    if (y < 0 || y >= picture.height) return;
    for (std::size_t i = 0; i < line.size(); ++i) {
      const int x = left + static_cast<int>(i);
      if (x < 0 || x >= picture.width || line[i] == transparent_ || line[i] >= colors.ColorCount) {
        continue;
      }
      const GifColorType& color = colors.Colors[line[i]];
      auto* pixel = picture.pixels.data() + (static_cast<std::size_t>(y) * picture.width + x) * 3;
      pixel[0] = color.Red;
      pixel[1] = color.Green;
      pixel[2] = color.Blue;
    }
  }

  std::string_view rest_;
  std::int64_t most_pixels_;
  const std::string& context_;
  Gif gif_;
  int transparent_ = NO_TRANSPARENT_COLOR;
};

}  // namespace

Picture decode_gif(std::string_view bytes, std::int64_t most_pixels, const std::string& context) {
  return Reader(bytes, most_pixels, context).first_picture();
}

}  // namespace facepoint
