#include "support/drawn_clip.h"

#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>
#include <stdexcept>

#include "support/vec3.h"

namespace facepoint::test {

double DrawnClip::Wave::at(double seconds) const {
  return middle + reach * std::sin(2 * std::numbers::pi * (seconds / period + phase));
}

DrawnClip::DrawnClip(std::uint64_t seed, int width, int height) : width_(width), height_(height) {
  Random random(seed);
  scene_ = random_scene(random);
  scene_.samples = 1;  // a clip of seconds would take minutes otherwise

  for (const double middle : {0.27, 0.73}) {
    Person person;
    person.face = random_person(random);
    const auto wave = [&](double about, double reach, double shortest, double longest) {
      return Wave{about, reach, random.uniform(shortest, longest), random.uniform()};
    };
    person.yaw = wave(0, degrees(24), 3, 5);
    person.pitch = wave(0, degrees(8), 2.5, 4);
    person.roll = wave(0, degrees(9), 3, 6);
    person.center_x = wave(middle, 0.05, 3, 6);
    person.center_y = wave(0.43, 0.05, 2, 4);
    person.width = wave(0.25, 0.02, 4, 7);
    person.mouth = wave(5, 5, 0.6, 1.1);  // millimetres: talking
    person.smile = wave(0.3, 0.5, 2, 4);
    person.brows = wave(0.2, 0.4, 2, 4);
    person.gaze = wave(0, 0.2, 2, 4);
    person.blink_every = random.uniform(2.5, 4);
    person.blink_first = random.uniform(0.3, 2);
    person.face.placement.distance = random.uniform(900, 1600);
    people_.push_back(person);
  }
}

DrawnFaceParameters DrawnClip::at(const Person& person, double seconds) {
  constexpr double kBlink = 0.28;  // seconds, closing and opening
  DrawnFaceParameters face = person.face;
  face.pose = {person.yaw.at(seconds), person.pitch.at(seconds), person.roll.at(seconds)};
  face.placement.center_x = person.center_x.at(seconds);
  face.placement.center_y = person.center_y.at(seconds);
  face.placement.face_width = person.width.at(seconds);
  Expression& e = face.expression;
  e.mouth_open = person.mouth.at(seconds);
  e.smile_left = e.smile_right = person.smile.at(seconds);
  e.brow_raise_left = e.brow_raise_right = person.brows.at(seconds);
  e.gaze_x = person.gaze.at(seconds);
  const double since =
      std::fmod(seconds + person.blink_every - person.blink_first, person.blink_every);
  const double lid = since < kBlink ? std::sin(std::numbers::pi * since / kBlink) : 0;
  e.eye_open_left = e.eye_open_right = 0.95 * (1 - lid);
  return face;
}

std::vector<DrawnFaceParameters> DrawnClip::people_at(double seconds) const {
  std::vector<DrawnFaceParameters> faces;
  for (const Person& person : people_) faces.push_back(at(person, seconds));
  return faces;
}

DrawnPicture DrawnClip::draw(double seconds) const {
  Scene scene = scene_;
  scene.grain_seed += static_cast<std::uint32_t>(std::lround(seconds * 1000));
  return draw_picture(people_at(seconds), scene, width_, height_);
}

std::vector<Keypoints> DrawnClip::faces(double seconds) const {
  std::vector<Keypoints> points;
  for (const DrawnFaceParameters& face : people_at(seconds)) {
    points.push_back(landmarks_of(face, width_, height_));
  }
  return points;
}

void write_video(const std::filesystem::path& file, const std::string& codec, double fps,
                 int frames, const std::function<Picture(int)>& picture) {
  cv::VideoWriter writer;
  for (int i = 0; i < frames; ++i) {
    Picture frame = picture(i);
    const cv::Mat rgb(frame.height, frame.width, CV_8UC3, frame.pixels.data());
    cv::Mat bgr;
    cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
    if (i == 0) {
      writer.open(file.string(), cv::CAP_FFMPEG,
                  cv::VideoWriter::fourcc(codec.at(0), codec.at(1), codec.at(2), codec.at(3)), fps,
                  bgr.size());
      if (!writer.isOpened()) throw std::runtime_error("no video can be written as " + codec);
      writer.set(cv::VIDEOWRITER_PROP_QUALITY, 100);
    }
    writer.write(bgr);
  }
}

}  // namespace facepoint::test
