"""COCO's keypoints by its public description, with Python's json."""
import json
import os

import faces


def checked_category(data, scheme):
    (category,) = data["categories"]
    assert category["keypoints"] == scheme["points"]
    ends = [end for edge in category["skeleton"] for end in edge]
    assert min(ends) >= 1 and max(ends) <= len(scheme["points"]), "a skeleton counts from 1"
    return category["id"]


def read(folder, scheme):
    with open(faces.only_file(folder, ".json"), encoding="utf-8") as file:
        data = json.load(file)
    category = checked_category(data, scheme)
    images = {image["id"]: image for image in data["images"]}
    assert len(images) == len(data["images"]), "an image's id is its own"
    ids = {annotation["id"] for annotation in data["annotations"]}
    assert len(ids) == len(data["annotations"]), "an annotation's id is its own"
    for annotation in data["annotations"]:
        flat = annotation["keypoints"]
        points = [flat[i:i + 3] for i in range(0, len(flat), 3)]
        assert annotation["category_id"] == category and annotation["iscrowd"] == 0
        assert annotation["num_keypoints"] == sum(v > 0 for _, _, v in points)
        faces.check_box(annotation["bbox"], points, annotation["id"])
        assert abs(annotation["area"] - annotation["bbox"][2] * annotation["bbox"][3]) < 1e-6
        image = images[annotation["image_id"]]
        yield {"image": image["file_name"], "width": image["width"], "height": image["height"],
               "points": points}


def write(folder, scheme, some):
    images = faces.by_image(some)
    ids = {name: 20260000 + i for i, name in enumerate(images)}
    annotations = []
    for face in some:
        box = faces.box_of(face["points"])
        annotations.append({
            "id": 900 + len(annotations), "image_id": ids[face["image"]], "category_id": 3,
            "keypoints": [value for point in face["points"] for value in point],
            "num_keypoints": sum(v > 0 for _, _, v in face["points"]),
            "bbox": box, "area": box[2] * box[3], "iscrowd": 0, "segmentation": []})
    data = {
        "info": {"year": 2026}, "licenses": [],
        "images": [{"id": ids[name], "file_name": name, "width": of_image[0]["width"],
                    "height": of_image[0]["height"]} for name, of_image in images.items()],
        "annotations": annotations,
        "categories": [{"id": 3, "name": "face", "keypoints": scheme["points"], "skeleton": []}]}
    # Sorted keys bring annotations before images, and names are \u-escaped.
    with open(os.path.join(folder, "labels.json"), "w", encoding="utf-8") as file:
        json.dump(data, file, indent=1, sort_keys=True)


faces.main(read, write)
