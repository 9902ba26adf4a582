"""Photos made safe and small: opened by a strict decoder, turned upright, stripped of metadata, saved anew as JPEG.

A photo from a phone carries where it was taken and with what; a picture file may carry anything after its pixels. After
re-encoding only the pixels are left.
"""

import warnings
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from guanjia.apps.documents.terms import LONGEST_EDGE, MOST_PIXELS, THUMBNAIL_EDGE
from guanjia.kernel.refusals import Refusal, Refused

_DECODERS = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True)
class Picture:
    """A photo ready to be stored: JPEG bytes, a JPEG thumbnail, and the photo's size in pixels."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int


def clean(content: bytes) -> Picture:
    """Re-encode a photo.

    Raises ``Refused``: ``picture_too_large`` when it would unpack to more than ``MOST_PIXELS`` (told from its header,
    before anything is unpacked), ``picture_broken`` when it cannot be read to its end.
    """
    try:
        with warnings.catch_warnings():
            # Pillow's own alarm starts at a lower figure than ours and is only a warning; ours is a refusal.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=_DECODERS) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise Refused(_TOO_LARGE)
                return _picture(image)
    except Image.DecompressionBombError:
        raise Refused(_TOO_LARGE) from None
    except Refused:
        raise
    except Exception as failure:
        raise Refused(_BROKEN) from failure


_TOO_LARGE = Refusal(
    "picture_too_large",
    _("This picture has too many pixels. Take it again with the camera's normal setting."),
    field="file",
)
_BROKEN = Refusal(
    "picture_broken",
    _("This picture cannot be opened. Take it again, or send it as JPEG or PNG."),
    field="file",
)


def _picture(image: Image.Image) -> Picture:
    image.draft(
        "RGB", (LONGEST_EDGE, LONGEST_EDGE)
    )  # JPEG only: decode at a fraction of the size when it is huge
    upright = _on_white(ImageOps.exif_transpose(image))
    upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE), Image.Resampling.LANCZOS)
    small = upright.copy()
    small.thumbnail((THUMBNAIL_EDGE, THUMBNAIL_EDGE), Image.Resampling.LANCZOS)
    return Picture(_jpeg(upright, 85), _jpeg(small, 78), upright.width, upright.height)


def _on_white(image: Image.Image) -> Image.Image:
    """Plain RGB; transparent parts become white, as on paper."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layered = image.convert("RGBA")
        white = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(white, layered).convert("RGB")
    return image.convert("RGB")


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    bare = Image.new("RGB", image.size)
    bare.paste(image)  # a new image has no metadata to carry over
    bare.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()
