// A clip of two invented people who move, turn and talk smoothly, drawn frame by frame with
// landmarks that are exact by construction; and video files made of pictures. For tests. Pure but
// for write_video, any thread; the same input gives the same pixels.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "support/face_renderer.h"

namespace facepoint::test {

class DrawnClip {
 public:
  // Sizes are in pixels; the faces are about a quarter of the picture wide.
  DrawnClip(std::uint64_t seed, int width, int height);

  // The frame at a time since the beginning, with fresh grain of the sensor.
  DrawnPicture draw(double seconds) const;
  std::vector<Keypoints> faces(double seconds) const;  // only the points: left person, right person

 private:
  struct Wave {  // about its middle, periods in seconds
    double middle = 0;
    double reach = 0;
    double period = 1;
    double phase = 0;
    double at(double seconds) const;
  };
  struct Person {
    DrawnFaceParameters face;
    Wave yaw, pitch, roll, center_x, center_y, width, mouth, smile, brows, gaze;
    double blink_every = 3;
    double blink_first = 1;
  };
  static DrawnFaceParameters at(const Person& person, double seconds);
  std::vector<DrawnFaceParameters> people_at(double seconds) const;

  int width_;
  int height_;
  Scene scene_;
  std::vector<Person> people_;
};

// `codec`: four letters, "FFV1" (exact), "MJPG" (visually so), "mp4v". The container is that of the
// file's extension. All pictures have the size of the first.
void write_video(const std::filesystem::path& file, const std::string& codec, double fps,
                 int frames, const std::function<Picture(int)>& picture);

}  // namespace facepoint::test
