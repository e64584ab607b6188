"""How an uploaded file comes in before anybody looks at it: never more of it on the disk than a file may have; a full disk is told."""

import errno
import io

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, TemporaryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Django's handler of larger files. What comes above the limit is counted and not kept: `size` tells the whole, so the rule refuses it.

    A disk that is full while the file arrives leaves its mark in `trouble`: the code that the rule refuses it by.
    """

    trouble = ""
    received = 0

    def new_file(self, *args, **kwargs):
        """A temporary file for each upload of the form."""
        self.trouble, self.received = "", 0
        FileUploadHandler.new_file(self, *args, **kwargs)
        told = (self.content_type, 0, self.charset, self.content_type_extra)
        try:
            self.file = TemporaryUploadedFile(self.file_name, *told)
        except OSError as problem:
            self.fail(problem)
            self.file = InMemoryUploadedFile(io.BytesIO(), self.field_name, self.file_name, *told)

    def receive_data_chunk(self, raw_data, start):
        """Writes a piece down while there is a use in it."""
        self.received += len(raw_data)
        if self.trouble or self.received > settings.MAX_UPLOAD_BYTES:
            return
        try:
            self.file.write(raw_data)
        except OSError as problem:
            self.fail(problem)

    def file_complete(self, file_size):
        """The whole file, or what is known of it."""
        try:
            self.file.seek(0)
        except OSError as problem:
            self.fail(problem)
        self.file.size, self.file.trouble = file_size, self.trouble
        return self.file

    def fail(self, problem: OSError) -> None:
        """Only a full disk is told to the person; any other fault stays one."""
        if problem.errno not in NO_ROOM:
            raise problem
        self.trouble = "file_no_room"
