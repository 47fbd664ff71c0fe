# An authorization plugin that allows everything: dockerd asks it on the socket named by the first argument.
use strict;
use warnings;
use IO::Socket::UNIX;

my $server = IO::Socket::UNIX->new(Local => $ARGV[0], Listen => 16) or die "$ARGV[0]: $!";
$SIG{CHLD} = 'IGNORE';
while (1) {
  my $client = $server->accept or next;
  next if fork;
  while (defined(my $request = <$client>)) {
    my $length = 0;
    while (defined(my $header = <$client>)) {
      last if $header !~ /\S/;
      $length = $1 if $header =~ /^content-length: *(\d+)/i;
    }
    read($client, my $body, $length);
    my $answer = $request =~ m{/Plugin\.Activate } ? '{"Implements":["authz"]}' : '{"Allow":true}';
    print $client "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.plugins.v1.2+json\r\n";
    print $client 'Content-Length: ' . length($answer) . "\r\n\r\n$answer";
    $client->flush;
  }
  exit;
}
