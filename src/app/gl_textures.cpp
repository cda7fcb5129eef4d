#include "app/gl_textures.h"

#define GL_GLEXT_PROTOTYPES
#include <GL/gl.h>
#include <GL/glext.h>

#include <algorithm>

namespace facepoint {

TextureStore::Handle GlTextures::upload(const Picture& picture) {
  GLuint name = 0;
  glGenTextures(1, &name);
  glBindTexture(GL_TEXTURE_2D, name);
  // Smooth when shrunk; the pixels of a face that is looked at closely blend into each other.
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  const GLenum format = picture.channels == 1 ? GL_RED : GL_RGB;
  if (picture.channels == 1) {
    const GLint grey[] = {GL_RED, GL_RED, GL_RED, GL_ONE};
    glTexParameteriv(GL_TEXTURE_2D, GL_TEXTURE_SWIZZLE_RGBA, grey);
  }
  glTexImage2D(GL_TEXTURE_2D, 0, picture.channels == 1 ? GL_R8 : GL_RGB8, picture.width,
               picture.height, 0, format, GL_UNSIGNED_BYTE, picture.pixels.data());
  glGenerateMipmap(GL_TEXTURE_2D);
  return name;
}

void GlTextures::release(Handle handle) {
  const auto name = static_cast<GLuint>(handle);
  glDeleteTextures(1, &name);
}

Picture read_screen(int width, int height) {
  Picture picture;
  picture.width = width;
  picture.height = height;
  picture.channels = 3;
  picture.pixels.resize(picture.row_bytes() * height);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, picture.pixels.data());
  // OpenGL's first row is the lowest.
  for (int top = 0, bottom = height - 1; top < bottom; ++top, --bottom) {
    std::swap_ranges(picture.row(top), picture.row(top) + picture.row_bytes(), picture.row(bottom));
  }
  return picture;
}

}  // namespace facepoint
