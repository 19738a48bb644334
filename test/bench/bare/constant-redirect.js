// The least that a redirect can cost on workerd.
export default {
  fetch() {
    return new Response(null, {
      status: 302,
      headers: { Location: "https://juniper.example/", "Cache-Control": "private, no-store" },
    });
  },
};
